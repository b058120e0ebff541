/**
 * Loaded before a node: its listener for upgrades reads the request's target as a URL again, outside
 * of everything that catches. What the fuzz must find.
 *
 * @module
 */
import { Server } from 'node:http'

const on = Reflect.get(Server.prototype, 'on') as (event: string, listener: never) => Server
type Upgrade = (request: { url: string }, ...rest: readonly unknown[]) => void

Object.assign(Server.prototype, {
  on(this: Server, event: string, listener: (...args: never) => void) {
    const planted: Upgrade = (request, ...rest) => {
      void new URL(request.url, 'ws://node').pathname
      ;(listener as unknown as Upgrade)(request, ...rest)
    }
    return on.call(this, event, (event === 'upgrade' ? planted : listener) as never)
  },
})
