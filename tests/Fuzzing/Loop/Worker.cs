using System.Diagnostics;
using System.IO.Hashing;
using System.Text.Json;
using EmotionGpu.Fuzzing.Campaigns;
using EmotionGpu.Fuzzing.Targets;

namespace EmotionGpu.Fuzzing.Loop;

/// <summary>Feeds one target: picks an input that is known, changes it, makes the call, keeps what reaches something new.</summary>
internal sealed class Worker : IDisposable
{
    /// <summary>First word of its command line.</summary>
    public const string Word = "worker";

    /// <summary>Inputs between two looks at the process's memory.</summary>
    private const int MemoryStride = 1024;

    /// <summary>Memory that a process may have, beyond which something is kept that should not be; the managed heap is held below by the runtime.</summary>
    private const long MostResident = 1L << 30;

    /// <summary>Calls that must all be too slow or too large: the machine has other work, and a first call compiles code.</summary>
    private const int Repetitions = 3;

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(1);

    private readonly WorkerOrder _order;
    private readonly IFuzzTarget _target;
    private readonly CallMeter _meter;
    private readonly CurrentInput _current;
    private readonly FindingFolder _findings;
    private readonly Random _random;
    private readonly EdgeMap _edges = new();
    private readonly Corpus _corpus = new();
    private TimeSpan _slowest;
    private double _largest;
    private long _resident;

    private Worker(WorkerOrder order)
    {
        _order = order;
        _target = FuzzTargets.Create(order.Target);
        _meter = new CallMeter(_target);
        _current = CurrentInput.Open(order.InputFile);
        _findings = new FindingFolder(order.Findings, order.Target, order.FindingList);
        _random = new Random(order.Seed);
    }

    /// <summary>Does what a campaign asks of this process.</summary>
    /// <returns>The exit code, 0.</returns>
    public static int Run(string order)
    {
        using var worker = new Worker(WorkerOrder.FromJson(order));
        var report = worker.Run();
        File.WriteAllText($"{worker._order.ReportFile}.part", JsonSerializer.Serialize(report));
        File.Move($"{worker._order.ReportFile}.part", worker._order.ReportFile);
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _target.Dispose();
        _current.Dispose();
    }

    private TargetReport Run()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var seed in _target.Seeds().Concat(KeptBefore()))
            Feed(seed, isSeed: true);
        while (!IsDone(started))
            Feed(Next(), isSeed: false);
        return new TargetReport(
            _order.Target, _order.Seed, _current.Number, Stopwatch.GetElapsedTime(started).TotalSeconds, _edges.Edges, _corpus.Count, _current.Accepted, _current.Refused,
            _slowest.TotalMilliseconds, _largest, _resident / 1e6, _findings.Findings);
    }

    private bool IsDone(long started) =>
        (_order.Inputs is { } inputs && _current.Number >= inputs) || (_order.Seconds is { } seconds && Stopwatch.GetElapsedTime(started).TotalSeconds >= seconds);

    // Mostly one change, sometimes many: far inputs are reached over near ones.
    private byte[] Next()
    {
        var input = _corpus.Pick(_random);
        do
            input = _target.Mutate(input, _random);
        while (_random.Next(3) == 0);
        return input.Length <= _target.MaxLength ? input : input[.._target.MaxLength];
    }

    private void Feed(byte[] input, bool isSeed)
    {
        _current.Give(input);
        _edges.Start();
        var cost = _meter.Call(input);
        _current.End();
        if (cost.Accepted == true)
            _current.Accepted++;
        else if (cost.Accepted == false)
            _current.Refused++;
        var isNew = _edges.TakeNew();
        // What is made of an input that does wrong does mostly the same wrong, and slowly.
        if (Judge(input, cost) && (isNew || isSeed))
        {
            _corpus.Add(input);
            if (!isSeed && _order.Corpus is not null)
                Keep(input);
        }

        LookAtMemory(input);
    }

    /// <returns>Whether the call did what it may.</returns>
    private bool Judge(byte[] input, CallCost cost)
    {
        if (cost.Error is { } error)
        {
            var frame = error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("EmotionGpu.", StringComparison.Ordinal)) ?? "";
            _findings.Add(FindingKind.Error, $"{error.GetType().Name}: {error.Message}", $"{error.GetType()}{frame}", error.ToString(), input);
        }

        var allowed = _target.Memory.Constant + _target.Memory.Factor * input.Length;
        for (var i = 0; i < Repetitions && (cost.Time > LongestCall || cost.Allocated > allowed || cost.Resident > allowed); i++)
            cost = Smaller(cost, _meter.Call(input));
        if (cost.Time > LongestCall)
            _findings.Add(FindingKind.Hang, $"a call of {cost.Time.TotalSeconds:F1} s", "", "", input);
        if (Math.Max(cost.Allocated, cost.Resident) > allowed)
        {
            var problem = FormattableString.Invariant(
                $"{cost.Allocated} managed bytes, {cost.Resident} bytes of the process for an input of {input.Length}; {allowed:F0} are allowed");
            _findings.Add(FindingKind.Memory, problem, "", "", input);
        }

        var isGood = cost.Error is null && cost.Time <= LongestCall && Math.Max(cost.Allocated, cost.Resident) <= allowed;
        _slowest = cost.Time > _slowest ? cost.Time : _slowest;
        _largest = Math.Max(_largest, (cost.Allocated - _target.Memory.Constant) / Math.Max(1.0, input.Length));
        return isGood;
    }

    private static CallCost Smaller(CallCost a, CallCost b) => a with
    {
        Time = a.Time < b.Time ? a.Time : b.Time,
        Allocated = Math.Min(a.Allocated, b.Allocated),
        Resident = Math.Min(a.Resident, b.Resident),
    };

    private void LookAtMemory(byte[] input)
    {
        if (_current.Number % MemoryStride != 1)
            return;
        _resident = Math.Max(_resident, ResidentMemory.Now);
        if (_resident > MostResident)
        {
            _findings.Add(FindingKind.Memory, FormattableString.Invariant($"the process has {_resident} bytes, {MostResident} are allowed: something is kept"),
                "resident", "The input is only the one that was at work.", input);
        }
    }

    private IEnumerable<byte[]> KeptBefore() => _order.Corpus is { } folder && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(input => input.Length <= _target.MaxLength)
        : [];

    private void Keep(byte[] input)
    {
        Directory.CreateDirectory(_order.Corpus!);
        File.WriteAllBytes(Path.Combine(_order.Corpus!, $"{XxHash64.HashToUInt64(input):x16}"), input);
    }
}
