using EmotionGpu.Fuzzing;
using EmotionGpu.Fuzzing.Loop;

// The program starts itself again on instrumented copies; those are told by their first word.
return args is [Worker.Word, var order] ? Worker.Run(order) : await FuzzCommand.Run(args);
