/**
 * `parley device`: the account's devices.
 *
 * @module
 */
import type { Client, DeviceInfo } from '@parley/client'
import { shownLine } from '@parley/client/text'

import { CliError } from '../CliError.ts'
import { catchUp, type GlobalOptions, withClient } from '../Session.ts'
import { table, type Terminal, when, type World } from '../Terminal.ts'

/** A device's beginning of its id is long enough to type, and short enough to read. */
const idCharsShown = 12
/** A name takes at most so much of a line. */
const nameCharsMax = 32

/** Lists the account's devices, the oldest first. */
export async function deviceList(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await catchUp(client, terminal)
    const devices = await client.devices.list()
    tellSignedOut(client, terminal)
    if (terminal.json) for (const device of devices) terminal.print(device, () => '')
    else
      terminal.print({}, (style) =>
        table(
          devices.map((device) => [
            style('bold', device.id.slice(0, idCharsShown)),
            shownLine(device.name, nameCharsMax),
            device.own ? style('green', 'this one') : '',
            style('dim', `since ${when(device.certifiedAt)}`),
            style('dim', `last heard ${when(device.announcedAt)}`),
          ]),
        ),
      )
  })
}

function tellSignedOut(client: Client, terminal: Terminal): void {
  const why = client.devices.signedOut()
  if (why === 'revoked') terminal.note('This device was signed out of its account.')
  if (why === 'replaced') terminal.note('The wallet has certified another account key.')
}

/** Signs a device out for good. */
export async function deviceRevoke(
  globals: GlobalOptions,
  options: { which: string; wallet?: boolean },
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await catchUp(client, terminal)
    const { id } = find(await client.devices.list(), options.which)
    await client.devices.revoke(id, { byWallet: options.wallet === true })
    // It is out once nodes know it, and conversations have another epoch.
    await catchUp(client, terminal)
    terminal.print({ device: id, revoked: true }, () => `Signed out ${id.slice(0, idCharsShown)}.`)
  })
}

/** Names this device. */
export async function deviceName(
  globals: GlobalOptions,
  { name }: { name: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await client.devices.name(name)
    await catchUp(client, terminal)
    terminal.print(
      { device: client.device, name },
      () => `This device is called ${shownLine(name, nameCharsMax)}.`,
    )
  })
}

/** Certifies another account key, after a theft. */
export async function deviceLockOut(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await catchUp(client, terminal)
    await client.devices.lockOut()
    await catchUp(client, terminal)
    terminal.print({ device: client.device }, () => 'Devices without the wallet are signed out.')
  })
}

/** Certifies another account key, where nothing opens the one there is. */
export async function deviceStartOver(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient({ ...globals, startOver: true }, world, async (client) => {
    await catchUp(client, terminal)
    if (client.devices.signedOut() === 'replaced') await client.devices.join({ startOver: true })
    await catchUp(client, terminal)
    terminal.print({ device: client.device }, () => 'This device is one of the account’s.')
  })
}

function find(devices: readonly DeviceInfo[], which: string): DeviceInfo {
  const [found, other] = devices.filter(({ id }) => id.startsWith(which.toLowerCase()))
  if (found === undefined || other !== undefined)
    throw new CliError(
      'unknown_device',
      found === undefined ? `None begins with ${which}.` : `Several begin with ${which}.`,
    )
  return found
}
