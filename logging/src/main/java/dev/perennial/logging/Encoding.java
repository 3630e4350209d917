package dev.perennial.logging;

/// What an outlet writes for a record.
interface Encoding {

  byte[] bytes(LogEvent event);
}
