@NullMarked
package io.effekt.kpi.domain;

import org.jspecify.annotations.NullMarked;
