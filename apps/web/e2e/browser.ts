/**
 * The app in Chromium, as a person uses it.
 *
 * @module
 */
import chromium from '@sparticuz/chromium'
import {
  type Browser,
  type BrowserContext,
  chromium as playwright,
  type Page,
} from 'playwright-core'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/** @param args more of Chromium's switches */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // The bundled Chromium is one for containers, where its sandbox has nothing to stand on.
    args: ['--no-sandbox', ...args],
  })
}

/** One person at one browser: nothing is shared with the others. */
export class Person {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page complained about: errors in scripts, and what its policy forbade. */
  readonly complaints: string[]

  private constructor(context: BrowserContext, page: Page, complaints: string[]) {
    this.context = context
    this.page = page
    this.complaints = complaints
  }

  static async arrive(browser: Browser): Promise<Person> {
    const context = await browser.newContext()
    // For machines that are busy with other things: nothing waits this long on a quiet one.
    context.setDefaultTimeout(60_000)
    const complaints: string[] = []
    context.on('weberror', (error) => complaints.push(error.error().message))
    context.on('console', (message) => {
      // A node that is down is reported by the browser itself; the app says it in its own words.
      if (message.type() === 'error' && !message.text().includes('WebSocket connection'))
        complaints.push(message.text())
    })
    return new Person(context, await context.newPage(), complaints)
  }

  /** The same person's next tab. */
  async newTab(): Promise<Person> {
    return new Person(this.context, await this.context.newPage(), this.complaints)
  }

  /** Opens the app with a wallet made on the spot; returns its address. */
  async enterWithDemoWallet(web: string): Promise<string> {
    await this.page.goto(web)
    await this.page.getByTestId('demo-wallet').click()
    return this.ownAddress()
  }

  /** Puts a wallet extension into the browser; returns the address it will speak for. */
  async installWallet(name: string): Promise<string> {
    const account = privateKeyToAccount(generatePrivateKey())
    await this.context.exposeFunction('walletSigns', (json: string) =>
      account.signTypedData(JSON.parse(json) as Parameters<typeof account.signTypedData>[0]),
    )
    await this.context.addInitScript(announceWallet, { name, address: account.address })
    return account.address
  }

  /** Turns direct connections on or off. */
  async switchDirect(): Promise<void> {
    await this.page.getByTestId('own-address').click()
    await this.page.getByTestId('direct-switch').click()
    await this.page.keyboard.press('Escape')
    await this.page.getByTestId('direct-switch').waitFor({ state: 'detached' })
  }

  /** Waits until the open conversation shows that it has a direct link, or that it has none. */
  async isDirect(direct = true): Promise<void> {
    await this.page.getByTestId('direct').waitFor({ state: direct ? 'visible' : 'detached' })
  }

  async ownAddress(): Promise<string> {
    return (await this.page.getByTestId('own-address').getAttribute('data-address'))!
  }

  async startConversation(address: string): Promise<void> {
    await this.page.getByTestId('new-conversation').click()
    await this.page.getByTestId('recipient-input').fill(address)
    await this.page.getByTestId('start-conversation').click()
  }

  async openConversation(address: string): Promise<void> {
    await this.page.locator(`[data-testid=conversation-item][data-peer="${address}"]`).click()
  }

  async openRequest(address: string): Promise<void> {
    await this.page.locator(`[data-testid=request-item][data-peer="${address}"]`).click()
  }

  async write(text: string): Promise<void> {
    await this.page.getByTestId('composer').fill(text)
    await this.page.getByTestId('composer').press('Enter')
  }

  /** Waits until a message with this text is shown, in a state if one is given. */
  async sees(text: string, state?: string): Promise<void> {
    const selector = state === undefined ? '' : `[data-state="${state}"]`
    await this.page
      .locator(`[data-testid=message]${selector}`)
      .filter({ has: this.page.getByText(text, { exact: true }) })
      .waitFor()
  }

  async linkIs(state: string): Promise<void> {
    await this.page
      .locator(`[data-testid=link-state][data-state="${state}"]`)
      .waitFor({ state: 'attached' })
  }

  /** The texts of the open conversation, from top to bottom. */
  texts(): Promise<string[]> {
    return this.page.getByTestId('text').allTextContents()
  }
}

/** Runs in the page: a wallet as EIP-6963 and EIP-1193 describe it. */
function announceWallet({ name, address }: { name: string; address: string }): void {
  const answers: Record<string, (params: readonly string[]) => unknown> = {
    eth_requestAccounts: () => [address],
    eth_accounts: () => [address],
    eth_chainId: () => '0x1',
    wallet_requestPermissions: () => [
      { parentCapability: 'eth_accounts', caveats: [{ value: [address] }] },
    ],
    eth_signTypedData_v4: ([, data]) =>
      (globalThis as unknown as { walletSigns: (json: string) => Promise<string> }).walletSigns(
        data!,
      ),
  }
  const provider = {
    async request({ method, params = [] }: { method: string; params?: readonly string[] }) {
      const answer = answers[method]
      if (answer === undefined) throw Object.assign(new Error(method), { code: 4200 })
      return answer(params)
    },
    on: () => provider,
    removeListener: () => provider,
  }
  const detail = Object.freeze({
    info: {
      uuid: '5c4f7d4e-6e0a-4b0f-9c3e-0f6d1a2b3c4d',
      name,
      icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
      rdns: 'example.wallet',
    },
    provider,
  })
  const announce = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  addEventListener('eip6963:requestProvider', announce)
  announce()
}
