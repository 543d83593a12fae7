package io.effekt.resource;

import io.effekt.database.Tx;
import java.time.LocalDate;

/**
 * What a decision is taken on.
 *
 * @param tx the transaction that will append; for what no ledger holds
 * @param now with all that was decided before in the same transaction
 * @param today in the organisation's zone: what has no day of its own gets this one
 */
public record Deciding(Tx tx, Snapshot now, LocalDate today) {}
