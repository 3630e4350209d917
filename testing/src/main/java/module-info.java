/// What tests of programs made with Perennial need. Independent of any test framework.
@org.jspecify.annotations.NullMarked
module dev.perennial.testing {
  requires static org.jspecify;
  requires transitive dev.perennial.config;

  exports dev.perennial.testing;
}
