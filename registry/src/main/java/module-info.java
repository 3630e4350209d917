/// Who serves where, and who is alive: records of services with heartbeats in a database.
@org.jspecify.annotations.NullMarked
module dev.perennial.registry {
  requires static org.jspecify;
  requires transitive dev.perennial.service;
  requires transitive java.sql;
  requires com.zaxxer.hikari;
  requires org.xerial.sqlitejdbc;

  exports dev.perennial.registry;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.registry.RegistryOptionProvider;

  // The binder builds the option records.
  opens dev.perennial.registry to
      dev.perennial.config;
}
