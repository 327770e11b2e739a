import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The program as `npm start` runs it, in a process of its own. */
export class Program {
  private child: ChildProcess | null = null
  output = ''

  constructor(private readonly environment: Record<string, string>) {}

  /** Starts it and gives the address of its web server; throws with its output when it ends instead. */
  async start(): Promise<string> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        LOG_LEVEL: 'warn',
        PORT: '0',
        ...this.environment,
      },
    })
    this.child = child
    return new Promise((resolve, reject) => {
      const take = (chunk: Buffer) => {
        this.output += chunk.toString()
        const address = /Chat: +(http:\/\/\S+?)\/?\n/.exec(
          this.output.slice(this.output.lastIndexOf('is ready')),
        )
        if (this.output.includes('is ready') && address?.[1]) resolve(address[1])
      }
      child.stdout?.on('data', take)
      child.stderr?.on('data', take)
      child.once('exit', (code) =>
        reject(new Error(`The program ended with ${code}: ${this.output.slice(-2000)}`)),
      )
    })
  }

  /** Ends it with a signal; resolves with the exit code, null when the signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill(signal)
    this.output = ''
    return ended
  }
}
