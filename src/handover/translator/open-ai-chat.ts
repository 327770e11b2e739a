import { SimpleChatModel } from '@langchain/core/language_models/chat_models'
import type { BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'

const answerSchema = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string() }) })).min(1),
})
const ROLES: Record<string, string> = { system: 'system', human: 'user', ai: 'assistant' }

export interface OpenAiChatSettings {
  /** Address before /chat/completions, such as https://api.example.com/v1. */
  url: string
  apiKey: string | null
  model: string
}

/** A chat model behind OpenAI's `POST /chat/completions`, which most providers and local servers speak. */
export class OpenAiChat extends SimpleChatModel {
  constructor(private readonly settings: OpenAiChatSettings) {
    super({ maxRetries: 0 })
  }

  override _llmType(): string {
    return 'openai-compatible'
  }

  /** Throws when the server fails or answers in another form. */
  override async _call(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<string> {
    const { url, apiKey, model } = this.settings
    const response = await fetch(new URL('chat/completions', url.endsWith('/') ? url : `${url}/`), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({
        model,
        temperature: 0,
        messages: messages.map((message) => ({
          role: ROLES[message.getType()] ?? 'user',
          content: message.text,
        })),
      }),
      ...(options.signal && { signal: options.signal }),
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return answerSchema.parse(await response.json()).choices[0]?.message.content ?? ''
  }
}
