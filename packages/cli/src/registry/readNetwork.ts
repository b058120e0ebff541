/**
 * Who is in the network that a command is about.
 *
 * @module
 */
import { ChainNetwork, Crypto, Network } from '@parley/protocol'

import { CliError } from '../CliError.ts'
import { findNetwork, type GlobalOptions } from '../Session.ts'
import type { World } from '../Terminal.ts'
import { Registry } from './Registry.ts'

/**
 * Reads the members from the signed file or from the registry on chain, whichever the network has.
 *
 * @throws CliError `no_network`, and what {@link findNetwork} and {@link Registry.connect} throw
 * @throws Network.InvalidNetworkError
 */
export async function readNetwork(
  globals: GlobalOptions,
  env: World['env'],
): Promise<Network.Network> {
  const file = await findNetwork(globals, env)
  if (file === undefined) throw new CliError('no_network', 'Give its file or URL with --network.')
  const locator = ChainNetwork.locatorOf(file)
  if (locator === undefined) return Network.read(Crypto.pure, file)
  return (await Registry.connect(locator)).network()
}
