package io.effekt.resource;

import io.effekt.database.RowSecurity;

/** Which rows the caller of now may see. One bean, of the slice that knows the organisation. */
public interface VisibleRows {
    /** For PostgreSQL; {@link RowSecurity#NONE} when the caller sees all. */
    RowSecurity narrowing();
}
