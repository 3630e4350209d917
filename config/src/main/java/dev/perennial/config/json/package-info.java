/// JSON as the modules of Perennial write it; no part of the API.
@org.jspecify.annotations.NullMarked
package dev.perennial.config.json;
