using System.Runtime.CompilerServices;
using ILGPU;

// The assembly that ILGPU generates its launchers in: kernels and their structs are internal.
[assembly: InternalsVisibleTo(Context.RuntimeAssemblyName)]
