/** Tests of what keeps statuses up to date. */
@NullMarked
package io.effekt.kpi.application.status;

import org.jspecify.annotations.NullMarked;
