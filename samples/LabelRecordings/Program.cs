using EmotionGpu.Inference;

if (args.Length < 2)
    throw new ArgumentException("usage: LabelRecordings MODEL.zip RECORDING…");

using var model = EmotionModel.Load(args[0]);
foreach (var path in args[1..])
{
    var whole = model.Predict(path);
    Console.WriteLine($"{path}: {whole.Label}, uncertainty {whole.Entropy:F2} bits");
    foreach (var window in model.Timeline(path))
        Console.WriteLine($"  {window.Start:F1} to {window.End:F1} s: {window.Prediction?.Label ?? "silence"}");
}
