package io.effekt.ingest.door;

import java.util.List;

/**
 * The answer to a call: a receipt an item, in order, and how many there are of each kind.
 *
 * @param receipts only rejected ones when the sender prefers a short answer
 */
public record ReceiptList(
        List<Receipt> receipts, int accepted, int counted, int duplicate, int held, int rejected) {
    public ReceiptList {
        receipts = List.copyOf(receipts);
    }

    public static ReceiptList of(List<Receipt> receipts) {
        return new ReceiptList(
                receipts,
                count(receipts, Receipt.ACCEPTED),
                count(receipts, "counted"),
                count(receipts, "duplicate"),
                count(receipts, "held"),
                count(receipts, Receipt.REJECTED));
    }

    /** The same counts with the rejected ones alone. */
    ReceiptList minimal() {
        List<Receipt> wrong =
                receipts.stream().filter(r -> r.receipt().equals(Receipt.REJECTED)).toList();
        return new ReceiptList(wrong, accepted, counted, duplicate, held, rejected);
    }

    private static int count(List<Receipt> receipts, String word) {
        return (int) receipts.stream().filter(r -> r.receipt().equals(word)).count();
    }
}
