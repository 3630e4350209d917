/// TLS for servers.
///
/// ```
/// [ssl] options ──Tls.context──► TlsContext ──serverEngine──► one engine for each connection
///                                   ▲
///            reload, follow: PEM files are read again; if they cannot be used, the last good stay
/// ```
///
/// Nothing here opens a socket or starts a thread: whoever serves asks for an engine for each
/// connection, and tells the context when to look at its files.
///
/// Read [Tls] and [TlsContext] first; the forms of keys are in `PrivateKeys`, the language of
/// OpenSSL's cipher lists is in `CipherList`.
package dev.perennial.tls;
