namespace EmotionGpu.Features.Benchmarks;

/// <summary>What a device's memory and bus can do at best, measured.</summary>
/// <param name="CopyBytesPerSecond">Bytes read and bytes written by a copy within device memory, together.</param>
/// <param name="UploadBytesPerSecond">From page-locked host memory to the device.</param>
/// <param name="DownloadBytesPerSecond">From the device to page-locked host memory.</param>
public sealed record DeviceRates(double CopyBytesPerSecond, double UploadBytesPerSecond, double DownloadBytesPerSecond);
