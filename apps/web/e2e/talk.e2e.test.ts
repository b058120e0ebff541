/**
 * The real app in Chromium, over a real network of four nodes.
 */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { launchBrowser, Person } from './browser.ts'
import { type LocalNetwork, startNetwork } from './network.ts'

let network: LocalNetwork
let browser: Browser
let people: Person[] = []

async function arrive(): Promise<Person> {
  const person = await Person.arrive(browser)
  people.push(person)
  return person
}

/** Two people who have accepted each other; each has the conversation open. */
async function introduced(): Promise<{ ann: Person; bob: Person; annAt: string; bobAt: string }> {
  const [ann, bob] = [await arrive(), await arrive()]
  const annAt = await ann.enterWithDemoWallet(network.web)
  const bobAt = await bob.enterWithDemoWallet(network.web)
  await Promise.all([ann.linkIs('live'), bob.linkIs('live')])
  await ann.startConversation(bobAt)
  await ann.write('Hello Bob')
  await bob.openRequest(annAt)
  await bob.page.getByTestId('accept').click()
  await ann.sees('Hello Bob', 'read')
  return { ann, bob, annAt, bobAt }
}

beforeAll(async () => {
  ;[network, browser] = await Promise.all([startNetwork(), launchBrowser()])
})

afterEach(async () => {
  const complaints = people.flatMap((person) => person.complaints)
  await Promise.all(people.map(({ context }) => context.close()))
  people = []
  expect(complaints).toEqual([])
})

afterAll(async () => {
  await browser?.close()
  await network?.stop()
})

describe('two people', () => {
  it('talk both ways, and know how far each message has come', async () => {
    const [ann, bob] = [await arrive(), await arrive()]
    const annAt = await ann.enterWithDemoWallet(network.web)
    const bobAt = await bob.enterWithDemoWallet(network.web)
    await bob.linkIs('live')

    await ann.startConversation(bobAt)
    await ann.write('Hello Bob')
    // Bob decides first, and until then Ann learns no more than that it is stored.
    await ann.sees('Hello Bob', 'stored')
    await bob.openRequest(annAt)
    await bob.sees('Hello Bob')
    await ann.sees('Hello Bob', 'stored')
    await bob.page.getByTestId('accept').click()
    await ann.sees('Hello Bob', 'read')

    await bob.write('Hello Ann')
    await ann.sees('Hello Ann')
    await bob.sees('Hello Ann', 'read')

    // Bob looks elsewhere: what comes is delivered, and read only when he looks again.
    await bob.page.goto(`${network.web}/#`)
    await ann.write('Are you there?')
    await ann.sees('Are you there?', 'delivered')
    await bob.page.locator('[data-testid=conversation-item][data-unread="1"]').waitFor()
    await bob.openConversation(annAt)
    await ann.sees('Are you there?', 'read')
    expect(await bob.texts()).toEqual(['Hello Bob', 'Hello Ann', 'Are you there?'])
    expect(await ann.texts()).toEqual(['Hello Bob', 'Hello Ann', 'Are you there?'])
  })

  it('find everything again after a reload', async () => {
    const { ann, bob, annAt, bobAt } = await introduced()
    const said: string[] = ['Hello Bob']
    for (let i = 1; i <= 5; i++) {
      await ann.write(`Question ${i}`)
      await bob.sees(`Question ${i}`)
      await bob.write(`Answer ${i}`)
      await ann.sees(`Answer ${i}`)
      said.push(`Question ${i}`, `Answer ${i}`)
    }
    await ann.sees('Question 5', 'read')

    await Promise.all([ann.page.reload(), bob.page.reload()])
    expect(await ann.ownAddress()).toBe(annAt)
    expect(await bob.ownAddress()).toBe(bobAt)
    await ann.sees('Answer 5')
    await bob.sees('Answer 5', 'read')
    expect(await ann.texts()).toEqual(said)
    expect(await bob.texts()).toEqual(said)

    await ann.write('Still here')
    await bob.sees('Still here')
    expect(await bob.texts()).toEqual([...said, 'Still here'])
  })

  it('may decline and block', async () => {
    const [ann, bob, eve] = [await arrive(), await arrive(), await arrive()]
    const annAt = await ann.enterWithDemoWallet(network.web)
    const bobAt = await bob.enterWithDemoWallet(network.web)
    const eveAt = await eve.enterWithDemoWallet(network.web)
    for (const stranger of [ann, eve]) {
      await stranger.startConversation(bobAt)
      await stranger.write('Buy this')
    }
    await bob.openRequest(eveAt)
    await bob.page.getByTestId('block').click()
    await bob.openRequest(annAt)
    await bob.page.getByTestId('reject').click()
    await bob.page.getByText('No conversations yet').waitFor()

    // Who was declined may ask again; who was blocked is not heard.
    await eve.write('Buy it now')
    await eve.sees('Buy it now', 'stored')
    await ann.write('Sorry, wrong link')
    await bob.openRequest(annAt)
    await bob.sees('Sorry, wrong link')
    expect(await bob.page.getByTestId('request-item').count()).toBe(1)
  })
})

describe('a wallet of the browser', () => {
  it('finds what was written to it before it joined', async () => {
    const [ann, wes] = [await arrive(), await arrive()]
    await ann.enterWithDemoWallet(network.web)
    const wesAt = await wes.installWallet('Example Wallet')
    await ann.startConversation(wesAt)
    await ann.write('Welcome')
    await ann.sees('Welcome', 'waiting')

    // By Ann's link, so that he is where he was invited to as soon as he has signed.
    const annAt = await ann.ownAddress()
    await wes.page.goto(`${network.web}/#to=${annAt}`)
    await wes.page.getByTestId('connect-wallet').click()
    await wes.page.getByRole('button', { name: 'Example Wallet' }).click()
    expect(await wes.ownAddress()).toBe(wesAt)
    await wes.sees('Welcome')
    await ann.sees('Welcome', 'read')

    // From then on the wallet is not asked again.
    await wes.page.reload()
    await wes.sees('Welcome')
    expect(await wes.ownAddress()).toBe(wesAt)
  })
})

describe('a wallet at the command line', () => {
  it('talks with one in a browser', async () => {
    // Who was written to has joined, and can be found from the first command on.
    const { ann, annAt } = await introduced()
    const cli = await network.home()
    const [wallet] = await cli('id', 'new')

    const [sent] = await cli('send', '--timeout', '60', '--to', annAt, 'Hello from a terminal')
    expect(sent).toMatchObject({ state: 'stored', replicas: 4 })
    await ann.openRequest(String(wallet!['address']))
    await ann.page.getByTestId('accept').click()
    await ann.sees('Hello from a terminal')
    await ann.write('Hello from a browser')
    await ann.sees('Hello from a browser', 'stored')

    const read = await cli('read', annAt)
    expect(read.map(({ text }) => text)).toEqual(['Hello from a terminal', 'Hello from a browser'])
  })
})

describe('one person', () => {
  it('has the same conversations in two tabs', async () => {
    const { ann, bob, bobAt } = await introduced()
    await ann.sees('Hello Bob', 'read')
    const tab = await ann.newTab()
    await tab.page.goto(`${network.web}/#to=${bobAt}`)
    await tab.sees('Hello Bob', 'read')

    await tab.write('From the second tab')
    await ann.sees('From the second tab')
    await bob.write('To both')
    await Promise.all([ann.sees('To both'), tab.sees('To both')])
    const said = ['Hello Bob', 'From the second tab', 'To both']
    expect(await ann.texts()).toEqual(said)
    expect(await tab.texts()).toEqual(said)
  })

  it('may leave, and come back with the same wallet', async () => {
    const ann = await arrive()
    const annAt = await ann.enterWithDemoWallet(network.web)
    await ann.page.getByTestId('own-address').click()
    await ann.page.getByTestId('sign-out').click()
    await ann.page.getByTestId('demo-wallet').waitFor()
    await ann.page.reload()
    await ann.page.getByTestId('known-wallet').click()
    expect(await ann.ownAddress()).toBe(annAt)
  })

  it('is told what an address lacks', async () => {
    const ann = await arrive()
    const annAt = await ann.enterWithDemoWallet(network.web)
    await ann.page.getByTestId('new-conversation').click()
    const start = ann.page.getByTestId('start-conversation')
    for (const [text, answer] of [
      [annAt, 'This is your own address.'],
      ['0xd8da6BF26964aF9D7eEd9e03E53415D37aA96045', 'checksum is wrong'],
      ['vitalik.eth', 'Expected an address'],
    ] as const) {
      await ann.page.getByTestId('recipient-input').fill(text)
      await ann.page.getByText(answer).waitFor()
      expect(await start.isDisabled()).toBe(true)
    }
  })
})

describe('without nodes', () => {
  it('says that it is offline, keeps what is written, and sends it when nodes are back', async () => {
    const { ann, bob } = await introduced()
    await ann.sees('Hello Bob', 'read')

    network.killNodes()
    await ann.linkIs('offline')
    await ann.page.getByText('Offline. Messages wait here').waitFor()
    await ann.write('Written in the dark')
    await ann.sees('Written in the dark', 'sending')
    await ann.page.reload()
    await ann.sees('Written in the dark', 'sending')

    network.startNodes()
    await Promise.all([ann.linkIs('live'), bob.linkIs('live')])
    await bob.sees('Written in the dark')
    await ann.sees('Written in the dark', 'read')
    expect(await ann.texts()).toEqual(['Hello Bob', 'Written in the dark'])
    expect(await bob.texts()).toEqual(['Hello Bob', 'Written in the dark'])
  })
})
