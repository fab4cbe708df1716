using StaticNet.Generator.Kernels.Contraction;

namespace StaticNet.Generator.Tests.Schedules;

public sealed class CongruencesTests
{
    [Fact]
    public void An_inverse_times_its_factor_leaves_one()
    {
        for (var modulus = 1; modulus <= 40; modulus++)
        {
            foreach (var factor in Enumerable.Range(1, 90).Where(factor => Congruences.CommonDivisor(factor, modulus) == 1))
            {
                var inverse = Congruences.Inverse(factor, modulus);
                (inverse * factor % modulus).ShouldBe(1 % modulus, $"{factor} modulo {modulus}");
                inverse.ShouldBeInRange(0, modulus - 1);
            }
        }

        ((long)Congruences.Inverse(1_000_003, 999_999_937) * 1_000_003 % 999_999_937).ShouldBe(1);
    }

    [Fact]
    public void Pairs_are_counted_without_looking_at_them()
    {
        for (var first = 0; first <= 7; first++)
        {
            for (var second = 0; second <= 7; second++)
            {
                for (var sum = -2; sum <= 16; sum++)
                {
                    var pairs = from a in Enumerable.Range(0, first) from b in Enumerable.Range(0, second) where a + b < sum select a;
                    Congruences.PairsBelow(first, second, sum).ShouldBe(pairs.Count(), $"{first} {second} {sum}");
                }
            }
        }
    }
}
