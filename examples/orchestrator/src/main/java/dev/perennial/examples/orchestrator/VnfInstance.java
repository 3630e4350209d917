package dev.perennial.examples.orchestrator;

import java.time.Instant;

/// A virtual network function, as clients see it.
record VnfInstance(String id, String name, State state, Instant createdAt, Instant updatedAt) {

  // INSTANTIATING ──in time──► ACTIVE ◄──in time── HEALING ◄──heal── any but DELETED
  // any ──delete──► DELETED, of which clients see nothing any more
  enum State {
    INSTANTIATING,
    ACTIVE,
    HEALING,
    DELETED
  }
}
