// torch's generator and its threads belong to the process: trainings that overlap draw from each other's numbers.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
