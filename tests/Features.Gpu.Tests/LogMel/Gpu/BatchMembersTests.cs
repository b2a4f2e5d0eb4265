using EmotionGpu.Features.LogMel.Gpu;

namespace EmotionGpu.Features.Tests.LogMel.Gpu;

public sealed class BatchMembersTests
{
    [Fact]
    public void Partners_from_other_batches_come_along_once()
    {
        var members = new BatchMembers([4, 3, 0, 0, 1], first: 1, count: 3);
        Assert.Equal([1, 2, 3, 0], members.All);
        Assert.Equal([2, 3, 3], members.Partners);
    }

    [Fact]
    public void Without_partners_a_batch_has_its_own_clips()
    {
        var members = new BatchMembers([], first: 2, count: 2);
        Assert.Equal([2, 3], members.All);
        Assert.Empty(members.Partners);
    }
}
