/** Use cases of the KPI slice; the only room where domain and ports meet. */
@NullMarked
package io.effekt.kpi.application;

import org.jspecify.annotations.NullMarked;
