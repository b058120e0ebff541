/**
 * An endpoint in front of a chain that can fail.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An endpoint that passes calls on to a chain, unless it is told otherwise. */
export class Endpoint {
  readonly url: string
  /** `down` cuts every call off; `silent` never answers one. */
  state: 'up' | 'down' | 'silent' = 'up'
  /** Awaited before a call is passed on. */
  before: (call: string) => Promise<void> = async () => {}
  /** How many calls wait for an answer that never comes. */
  waiting = 0
  readonly #server: ReturnType<typeof createServer>

  private constructor(server: ReturnType<typeof createServer>, target: string) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => void this.#answer(Buffer.concat(chunks).toString(), target, response))
    })
  }

  static async open(target: string): Promise<Endpoint> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Endpoint(server, target)
  }

  async #answer(call: string, target: string, response: ServerResponse): Promise<void> {
    if (this.state === 'down') return void response.destroy()
    if (this.state === 'silent') {
      this.waiting++
      response.on('close', () => this.waiting--)
      return
    }
    await this.before(call)
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(target, { method: 'POST', headers, body: call })
    response.writeHead(answer.status, headers).end(await answer.text())
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}
