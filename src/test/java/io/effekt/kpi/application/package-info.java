@NullMarked
package io.effekt.kpi.application;

import org.jspecify.annotations.NullMarked;
