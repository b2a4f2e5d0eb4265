using EmotionGpu.Cli;

using var interruption = new Interruption();
return await EmotionProgram.RunAsync(args, interruption.Token);
