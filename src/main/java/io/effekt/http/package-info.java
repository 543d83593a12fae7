/** What the HTTP resources of all slices share. Below the slices; knows only the kernel. */
@NullMarked
package io.effekt.http;

import org.jspecify.annotations.NullMarked;
