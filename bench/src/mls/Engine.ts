/** One member's device in one group, whatever library it runs on. Bytes are what travels. */
export type Client = {
  /** An encoded KeyPackage, without the MLSMessage header. */
  keyPackage: () => Promise<Uint8Array>
  create: (groupId: Uint8Array) => Promise<void>
  /** Commits additions and takes the commit as accepted. */
  add: (keyPackages: readonly Uint8Array[]) => Promise<{ commit: Uint8Array; welcome: Uint8Array }>
  /** Commits nothing but a fresh path. */
  update: () => Promise<Uint8Array>
  remove: (identity: Uint8Array) => Promise<Uint8Array>
  join: (welcome: Uint8Array) => Promise<void>
  /** The plaintext of an application message; nothing of a commit. */
  receive: (message: Uint8Array) => Promise<Uint8Array | undefined>
  send: (plaintext: Uint8Array) => Promise<Uint8Array>
  identity: Uint8Array
  /** Bytes of the stored state, where the library has such a thing. */
  stateBytes: () => number | undefined
}

export type Engine = {
  name: string
  /** Suites by the names used here. */
  suites: readonly Suite[]
  client: (index: number, suite: Suite) => Promise<Client>
}

export type Suite = 'x25519' | 'p256' | 'chacha' | 'xwing'

/** An identity in the form that core-crypto wants: `user:device@domain`. */
export function identityOf(index: number): { user: string; device: string; bytes: Uint8Array } {
  const user = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
  const device = (index + 1).toString(16)
  const bytes = new TextEncoder().encode(`${user}:${device}@example.org`)
  return { user, device, bytes }
}
