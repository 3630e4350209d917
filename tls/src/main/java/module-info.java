/// TLS for servers: options, PEM files, OpenSSL's names of ciphers, and contexts that follow their
/// files.
@org.jspecify.annotations.NullMarked
module dev.perennial.tls {
  requires static org.jspecify;
  requires transitive dev.perennial.config;

  exports dev.perennial.tls;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.tls.SslOptionProvider;

  // The binder builds the option records.
  opens dev.perennial.tls to
      dev.perennial.config;
}
