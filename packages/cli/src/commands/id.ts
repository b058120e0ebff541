/**
 * `parley id`: who a home is.
 *
 * @module
 */
import { text as readText } from 'node:stream/consumers'

import { Account, Bytes, Errors } from '@parley/protocol'

import { readNamed } from '../homeErrors.ts'
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
    options.keyFile === undefined ? await readText(world.stdin) : await readNamed(options.keyFile)
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

/** Shows the key, for a copy in a safe place. */
export async function idExport(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const file = await Wallet.read(homeOf(globals, world.env))
  const { secretKey } = Wallet.secrets(file, world.env['PARLEY_PASSPHRASE'])
  const shown = `0x${Bytes.toHex(secretKey)}`
  terminal.note('Whoever has this key is you. Its messages and devices are not in it.')
  terminal.print({ address: file.address, secretKey: shown }, () => shown)
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
  const home = homeOf(globals, world.env)
  const { address, encrypted } = await Wallet.create(home, { secretKey, passphrase })
  if (encrypted === undefined)
    terminal.note(
      `The wallet’s key is in ${home} in the clear, for its owner alone to read: PARLEY_PASSPHRASE encrypts a new one. parley id export shows the key, to keep a copy.`,
    )
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
  const device = online ? await register(globals, world, terminal) : undefined
  terminal.print({ account, address, ...(device === undefined ? {} : { device }) }, (style) =>
    table([
      ['account', style('bold', account)],
      ['address', address],
      ...(device === undefined ? [] : [['device', device]]),
    ]),
  )
}

/** Registers the device, so that others can write to it, should it not run again for a while. */
async function register(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<string | undefined> {
  try {
    return await withClient(globals, world, async (client) => {
      await catchUp(client, terminal)
      return client.device
    })
  } catch (error) {
    // Who one is does not depend on a disk with room.
    if (!(error instanceof Errors.BaseError && error.code.startsWith('store_'))) throw error
    terminal.note(`No device: ${error.shortMessage}`)
    return undefined
  }
}
