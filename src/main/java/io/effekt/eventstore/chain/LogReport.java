package io.effekt.eventstore.chain;

import java.util.List;
import java.util.Optional;

/**
 * What a verification of the whole log has found.
 *
 * @param entries how many entries were hashed again
 * @param partitions the decisions first, then 0 to 11, then numbers that there should not be
 * @param heads what the saved heads are worth, in the order given
 */
public record LogReport(long entries, List<Partition> partitions, List<Heads> heads) {
    public LogReport {
        partitions = List.copyOf(partitions);
        heads = List.copyOf(heads);
    }

    /**
     * @param upTo the last entry that is as it was appended
     */
    public record Partition(int part, long upTo, Optional<FirstDivergence> firstBad) {
        /** With something else that was found. */
        public Partition with(FirstDivergence other) {
            FirstDivergence first =
                    firstBad.map(bad -> FirstDivergence.earlier(bad, other)).orElse(other);
            return new Partition(
                    part, Math.min(upTo, Math.max(0, first.since() - 1)), Optional.of(first));
        }
    }

    /**
     * @param problem why they prove nothing; empty when they were compared
     */
    public record Heads(Optional<String> problem) {}

    /** Whether everything is as it was, as far as the heads that were given can tell. */
    public boolean isVerified() {
        return partitions.stream().allMatch(p -> p.firstBad().isEmpty())
                && heads.stream().allMatch(h -> h.problem().isEmpty());
    }
}
