/**
 * The connections under Node's WebSockets. A socket whose other side is gone would wait for its
 * goodbye for ever, and a process with it.
 *
 * @module
 */

/** The parts of Node that are used. */
type Channels = {
  readonly subscribe: (name: string, listener: (message: unknown) => void) => void
}
type Connection = { readonly localPort?: number; readonly destroy: () => void }
type Opened = { readonly address: { readonly port: number }; readonly websocket: WebSocket }

declare const process: { getBuiltinModule?: (name: string) => unknown } | undefined

const byPort = new Map<number, WeakRef<Connection>>()
const bySocket = new WeakMap<WebSocket, Connection>()
let watching = false

/** Learns from now on which connection carries which WebSocket, where this is Node. */
export function watchSockets(): void {
  if (watching || typeof process === 'undefined') return
  watching = true
  const channels = process.getBuiltinModule?.('node:diagnostics_channel') as Channels | undefined
  channels?.subscribe('undici:client:connected', (message) => {
    const { socket } = message as { socket: Connection }
    // Ports are used again: the newest is meant, so this does not grow beyond their number.
    if (socket.localPort !== undefined) byPort.set(socket.localPort, new WeakRef(socket))
  })
  channels?.subscribe('undici:websocket:open', (message) => {
    const { address, websocket } = message as Opened
    const connection = byPort.get(address.port)?.deref()
    byPort.delete(address.port)
    if (connection) bySocket.set(websocket, connection)
  })
}

/** Ends the connection of a WebSocket without a word, where that can be done. */
export function destroySocket(socket: WebSocket): void {
  bySocket.get(socket)?.destroy()
}
