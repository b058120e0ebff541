/**
 * `parley id`: who a home is.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { text as readText } from 'node:stream/consumers'

import { Account } from '@parley/protocol'

import { catchUp, findNetwork, type GlobalOptions, homeOf, withClient } from '../Session.ts'
import { table, type Terminal, type World } from '../Terminal.ts'
import * as Wallet from '../Wallet.ts'

/** Makes a wallet. */
export async function idNew(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await make(globals, undefined, world, terminal)
}

/** Keeps a wallet made elsewhere. Never takes a key as an argument: others see those. */
export async function idImport(
  globals: GlobalOptions,
  options: { keyFile?: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const given =
    options.keyFile === undefined
      ? await readText(world.stdin)
      : await readFile(options.keyFile, 'utf8')
  await make(globals, Wallet.parseSecretKey(given), world, terminal)
}

/** Shows who this is; of a locked wallet, the address. */
export async function idShow(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { address, encrypted } = await Wallet.read(homeOf(globals, world.env))
  const isLocked = encrypted !== undefined && !world.env['PARLEY_PASSPHRASE']
  const online = !isLocked && (await isNetworkKnown(globals, world))
  await tell(globals, address, online, world, terminal)
}

/** @param secretKey a new one unless given */
async function make(
  globals: GlobalOptions,
  secretKey: Uint8Array | undefined,
  world: World,
  terminal: Terminal,
): Promise<void> {
  // First, so that a mistyped network leaves no wallet behind.
  const known = await isNetworkKnown(globals, world)
  const passphrase = world.env['PARLEY_PASSPHRASE']
  const { address } = await Wallet.create(homeOf(globals, world.env), { secretKey, passphrase })
  await tell(globals, address, known, world, terminal)
}

async function isNetworkKnown(globals: GlobalOptions, world: World): Promise<boolean> {
  return (await findNetwork(globals, world.env)) !== undefined
}

/** Tells who the home is; online also as which device, after registering it. */
async function tell(
  globals: GlobalOptions,
  address: string,
  online: boolean,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const account = Account.from(address)
  const device = online
    ? await withClient(globals, world, async (client) => {
        // So that others can write to it, should it not run again for a while.
        await catchUp(client, terminal)
        return client.device
      })
    : undefined
  terminal.print({ account, address, ...(device === undefined ? {} : { device }) }, (style) =>
    table([
      ['account', style('bold', account)],
      ['address', address],
      ...(device === undefined ? [] : [['device', device]]),
    ]),
  )
}
