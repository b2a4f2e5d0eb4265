using System.Reflection;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Devices;
using EmotionGpu.Training.Models;

namespace EmotionGpu.Training.Reports;

/// <summary>Reads where the program runs.</summary>
internal static class EnvironmentRecord
{
    /// <summary>The environment of a run that starts now.</summary>
    public static RunEnvironment Now(IFeatureBackend backend, int threads, string commandLine, DateTimeOffset started) => new(
        typeof(EnvironmentRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        RuntimeInformation.OSDescription, Environment.Version.ToString(), TorchRuntime.Version, Environment.ProcessorCount, threads,
        backend.Kind.Name(), backend.DeviceName, commandLine, started.ToString("yyyy-MM-ddTHH:mm:ssZ"));
}
