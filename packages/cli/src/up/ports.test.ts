import { createServer, type Server } from 'node:net'

import { afterEach, describe, expect, test } from 'vitest'

import { assertFree, findFreeBase, loopback, portsFrom } from './ports.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0))
    await new Promise((resolve) => {
      server.close(resolve)
    })
})

function occupy(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    servers.push(server)
    server.once('error', reject)
    server.listen(port, loopback, resolve)
  })
}

describe('ports', () => {
  test('one block, no port twice', () => {
    expect(portsFrom(4400, 4)).toEqual({
      link: [4400, 4401, 4402, 4403],
      peer: [4404, 4405, 4406, 4407],
      chain: 4408,
      web: 4409,
    })
  })

  test('a free block is free, also twice', async () => {
    const ports = portsFrom(await findFreeBase(4), 4)
    await assertFree(ports)
    await assertFree(ports)
  })

  test.each([0, 3, 4, 8, 9])('error: port %i of the block is taken, and named', async (offset) => {
    const base = await findFreeBase(4)
    await occupy(base + offset)
    await expect(assertFree(portsFrom(base, 4))).rejects.toMatchObject({
      code: 'port_in_use',
      details: expect.stringContaining(`Port ${base + offset},`),
    })
  })
})
