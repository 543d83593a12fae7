package io.effekt.ingest.form;

import io.effekt.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/** One item of what was sent, read as far as it can be without knowing any definition. */
public sealed interface ParsedItem {
    /** Its place in what was sent, from 0. */
    int index();

    /** The same at another place. */
    ParsedItem at(int place);

    /** The form is right. */
    record WellFormed(int index, ParsedMeasurement incoming) implements ParsedItem {
        @Override
        public WellFormed at(int place) {
            return new WellFormed(place, incoming);
        }
    }

    /**
     * The form is wrong.
     *
     * @param source what could be read of it, like the three that follow; null where it could not
     * @param refusal code as a receipt carries it; the pointer is within the item
     * @param bytes the item just as it came
     */
    record Refused(
            int index,
            @Nullable String source,
            @Nullable String id,
            @Nullable String kpi,
            @Nullable String scope,
            Refusal refusal,
            byte[] bytes)
            implements ParsedItem {
        @Override
        public Refused at(int place) {
            return new Refused(place, source, id, kpi, scope, refusal, bytes);
        }

        /** The same with words before the sentence, for instance the line that it stands on. */
        public Refused explained(String before) {
            Refusal longer =
                    new Refusal(refusal.code(), refusal.pointer(), before + refusal.detail());
            return new Refused(index, source, id, kpi, scope, longer, bytes);
        }
    }
}
