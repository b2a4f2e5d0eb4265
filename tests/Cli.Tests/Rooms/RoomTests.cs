using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace EmotionGpu.Cli.Tests.Rooms;

/// <summary>Fails when a room uses what the table of rooms does not allow it.</summary>
public sealed class RoomTests
{
    public static TheoryData<string> Rooms { get; } = [.. Room.All.Select(room => room.Name)];

    [Fact]
    public void Every_project_under_src_is_a_room_of_the_table()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(Room.All.Select(room => room.Name).Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void A_rooms_project_names_only_what_its_row_allows(string name)
    {
        var room = Room.All.Single(candidate => candidate.Name == name);
        var project = XDocument.Load(Path.Combine(room.Folder, $"{room.Name}.csproj"));
        Assert.Empty(Included(project, "PackageReference").Except(room.Packages));
        Assert.Empty(Included(project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Except(room.Projects));
        Assert.Empty(Included(project, "Reference"));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void A_rooms_code_uses_only_what_its_row_allows(string name)
    {
        var room = Room.All.Single(candidate => candidate.Name == name);
        var foreign = ReferencedAssemblies(Path.Combine(Repository.ProgramFolder, $"{room.Assembly}.dll"))
            .Where(assembly => !IsPartOfDotnet(assembly) && !room.MayUse(assembly));
        Assert.Empty(foreign);
    }

    /// <summary>Not even through another package: a program with Inference alone must not bring torch along.</summary>
    [Theory, InlineData("Features.Gpu"), InlineData("Inference"), InlineData("Serving")]
    public void Rooms_below_training_restore_nothing_of_torch(string name)
    {
        var restored = File.ReadAllText(Path.Combine(Repository.Root, "src", name, "packages.lock.json"));
        Assert.DoesNotContain("torch", restored, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Included(XDocument project, string element) =>
        project.Descendants(element).Select(item => (string)item.Attribute("Include")!);

    private static string[] ReferencedAssemblies(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static bool IsPartOfDotnet(string assembly) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{assembly}.dll"));
}
