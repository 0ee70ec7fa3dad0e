import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Signs with one key, in a keyring of its own that is removed by `close`. */
export class SigningKey {
  readonly #home: string
  readonly #fingerprint: string

  private constructor(home: string, fingerprint: string) {
    this.#home = home
    this.#fingerprint = fingerprint
  }

  /**
   * Imports the secret key in a file, as exported by `gpg --export-secret-keys`, and tests it. Rejects if it is not RSA
   * (rpm 4.14 on EL 8 reads no other current type) or has a passphrase, which nobody is asked for.
   */
  static async open(file: string): Promise<SigningKey> {
    const home = await mkdtemp(join(tmpdir(), 'spoor-key-'))
    try {
      const gpg = ['--homedir', home, '--batch', '--quiet']
      await run('gpg', [...gpg, '--import', file])
      const { stdout } = await run('gpg', [...gpg, '--list-secret-keys', '--with-colons'])
      // RSA is number 1 of the public-key algorithms (RFC 9580, 9.1).
      const [, algorithm] = /^sec:[^:]*:\d+:(\d+):/m.exec(stdout) ?? []
      const [, fingerprint] = /^fpr:+(\w+):/m.exec(stdout) ?? []
      if (fingerprint === undefined) throw new Error(`${file} holds no secret key`)
      if (algorithm !== '1') throw new Error(`${file}: the key is not RSA, the only type that EL 8 accepts`)
      const key = new SigningKey(home, fingerprint)
      await key.#gpg('--output', '/dev/null', '--detach-sign', file).catch((cause: unknown) => {
        throw new Error(`${file}: the key cannot sign; it must have no passphrase and must not have expired`, { cause })
      })
      return key
    } catch (error) {
      await forget(home)
      throw error
    }
  }

  async #gpg(...words: readonly string[]): Promise<string> {
    const options = ['--homedir', this.#home, '--batch', '--quiet', '--yes', '--digest-algo', 'SHA256']
    return (await run('gpg', [...options, '--local-user', this.#fingerprint, ...words])).stdout
  }

  /** The public key, as text. */
  publicKey(): Promise<string> {
    return this.#gpg('--armor', '--export', this.#fingerprint)
  }

  /** Writes a detached signature of a file. */
  async sign(file: string, signature: string): Promise<void> {
    await this.#gpg('--armor', '--detach-sign', '--output', signature, file)
  }

  /** Writes a copy of a text file with an inline signature. */
  async clearSign(file: string, signed: string): Promise<void> {
    await this.#gpg('--clear-sign', '--output', signed, file)
  }

  /** Adds signatures to packages. */
  async signRpms(files: readonly string[]): Promise<void> {
    const defines = {
      _gpg_name: this.#fingerprint,
      _gpg_path: this.#home,
      __gpg: '/usr/bin/gpg',
      _gpg_digest_algo: 'sha256',
    }
    const words = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`])
    await run('rpmsign', [...words, '--addsign', ...files])
  }

  async close(): Promise<void> {
    await forget(this.#home)
  }
}

async function forget(home: string): Promise<void> {
  // gpg's agent notices that the folder is gone, but takes its time.
  await run('gpgconf', ['--homedir', home, '--kill', 'all'])
  await rm(home, { recursive: true, force: true })
}
