using System.CommandLine;

namespace EmotionGpu.Cli.Options;

/// <summary>A flag that replaces one value of a record of options.</summary>
/// <param name="Option">The flag.</param>
/// <param name="Apply">The record with the flag's value, or as it was where the flag is not given.</param>
internal sealed record Knob<TRecord>(Option Option, Func<ParseResult, TRecord, TRecord> Apply)
{
    /// <summary>A knob from a flag and what it does to the record.</summary>
    public static Knob<TRecord> For<TValue>(Option<TValue> option, Func<TRecord, TValue, TRecord> replace) =>
        new(option, (parse, record) => parse.Has(option) ? replace(record, parse.GetValue(option)!) : record);
}

/// <summary>Knobs together.</summary>
internal static class Knobs
{
    /// <summary>Adds their flags to a command.</summary>
    public static void AddTo<TRecord>(this IEnumerable<Knob<TRecord>> knobs, Command command)
    {
        foreach (var knob in knobs)
            command.Options.Add(knob.Option);
    }

    /// <summary>The record with every flag that is given.</summary>
    public static TRecord Read<TRecord>(this IEnumerable<Knob<TRecord>> knobs, ParseResult parse, TRecord start) =>
        knobs.Aggregate(start, (record, knob) => knob.Apply(parse, record));
}
