/** What somebody asks for, and what they may see. */
@NullMarked
package io.effekt.kpi.application.query;

import org.jspecify.annotations.NullMarked;
