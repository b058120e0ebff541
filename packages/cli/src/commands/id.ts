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

/** Prints who the home is; where a network is known, also as which device, and registers it there. */
async function printIdentity(
  globals: GlobalOptions,
  file: Wallet.WalletFile,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { address } = file
  const account = Account.from(address)
  const known = (await findNetwork(globals, world.env)) !== undefined
  const device = known
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

/** Makes a wallet. */
export async function idNew(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const passphrase = world.env['PARLEY_PASSPHRASE']
  const file = await Wallet.create(homeOf(globals, world.env), { passphrase })
  await printIdentity(globals, file, world, terminal)
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
  const file = await Wallet.create(homeOf(globals, world.env), {
    secretKey: Wallet.parseSecretKey(given),
    passphrase: world.env['PARLEY_PASSPHRASE'],
  })
  await printIdentity(globals, file, world, terminal)
}

/** Shows who this is. */
export async function idShow(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const file = await Wallet.read(homeOf(globals, world.env))
  await printIdentity(globals, file, world, terminal)
}
