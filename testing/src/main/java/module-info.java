/// What tests of programs made with Perennial need. Only the contract tests need JUnit.
@org.jspecify.annotations.NullMarked
module dev.perennial.testing {
  requires static org.jspecify;
  requires static transitive org.junit.jupiter.api;
  requires java.logging;
  requires transitive dev.perennial.config;
  requires transitive dev.perennial.service;

  exports dev.perennial.testing;
}
