/**
 * Puts a client's parts together, and starts it.
 *
 * @module
 */
import { Account, Bytes, type Network as Members } from '@parley/protocol'

import type { Checks } from './account/checks.ts'
import { firstStart } from './account/firstStart.ts'
import { Identities } from './account/identities.ts'
import type { Client, Signer } from './api.ts'
import { RunningClient } from './client.ts'
import { Database } from './database.ts'
import type { GroupEngine } from './engine.ts'
import { ClientError } from './errors.ts'
import { keepProven, proven } from './evidence.ts'
import { endingHost } from './ending.ts'
import type { ClientHost } from './host.ts'
import { Network } from './network.ts'
import * as Records from './records.ts'
import { deviceKeys, Emitter, type Session } from './session.ts'
import type { NetworkSource } from './source.ts'
import type { Store } from './store/Store.ts'

/** What {@link startClient} is given, all bound. */
export type ClientOptions = {
  signer: Signer
  /** The network as it was read first. */
  network: Members.Network
  /** Where it is read again. */
  source: NetworkSource
  store: Store
  host: ClientHost
  engine: GroupEngine
  checks: Checks
  /** Whether an account's first device asks the wallet for its unlock at once. */
  backUp: boolean
  /** Whether another account key is certified where the one there is cannot be opened. */
  startOver: boolean
  /** Whether this device allows direct links; `undefined`: as it said before, and none now. */
  direct: boolean | undefined
}

/**
 * Starts a client. At the first start the account's log is read, and the wallet asked for what the
 * device needs; from then on it needs neither wallet nor network to show what is there.
 */
export async function startClient(options: ClientOptions): Promise<Client> {
  const { signer, engine, store, checks } = options
  const { host, end } = endingHost(options.host)
  const account = Account.from(signer.address)
  const database = new Database(store)
  const known = await database.get(Records.device, Records.keys.device)
  if (known && known.shown.certificate.credential.account !== account)
    throw new ClientError('wrong_account')
  await pinAuthority(database, options.network)
  const emitter = new Emitter()
  let device = known && deviceKeys(known)
  const network = new Network({
    host,
    members: options.network,
    source: options.source,
    device: () => session?.device ?? device,
    database,
    proven: await proven(database),
    onState: (state) => emitter.emit('link', state),
    onClock: (clock) => emitter.emit('clock', clock),
    onFault(fault) {
      const { evidence } = fault
      if (evidence !== undefined)
        keepProven(database, { ...fault, evidence }).catch((error: unknown) =>
          host.log.error({ error: String(error) }, 'evidence not kept'),
        )
      emitter.emit('fault', fault)
    },
    onMembers: () => client?.followMembers(),
  })
  let session: Session | undefined
  let client: RunningClient | undefined
  let onIdentity: (changed: Account.Account) => void = () => {}
  const common = { host, database, engine, network, checks }
  const identities = new Identities(common, (changed) => onIdentity(changed))
  const endWorld = (): void => {
    options.source.close()
    end()
  }
  try {
    const record = known ?? (await firstStart({ ...options, host, account, database, identities }))
    device = deviceKeys(record)
    session = { ...common, device, emitter, signedOut: undefined }
    await network.prove()
    client = new RunningClient(session, { record, identities, signer, endWorld })
    const running = client
    onIdentity = (changed) => running.identityChanged(changed)
    return await running.start(options.direct)
  } catch (error) {
    await (client?.stop() ?? network.close().then(endWorld))
    throw error
  }
}

/** The first network file decides whose network this is; later ones must be of the same authority. */
async function pinAuthority(database: Database, network: Members.Network): Promise<void> {
  await database.transact(async (transaction) => {
    const pinned = await transaction.get(Records.bytes, Records.keys.authority)
    if (pinned && !Bytes.equal(pinned, network.authority))
      throw new ClientError('wrong_network_authority')
    if (!pinned) transaction.put(Records.bytes, Records.keys.authority, network.authority)
  })
}
