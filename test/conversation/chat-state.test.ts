import { describe, expect, it } from 'vitest'
import { newChatState, parseChatState } from '../../src/conversation/chat-state.ts'

const NOW = '2026-11-26T10:00:00.000Z'

describe('the state of a chat', () => {
  it('begins empty, with nothing of the person', () => {
    expect(parseChatState(null, NOW)).toEqual({ state: newChatState(NOW), unreadable: false })
  })

  it('of the time before versions is migrated, not dropped', () => {
    const old = {
      firstSeen: NOW,
      lastSeen: NOW,
      welcomed: true,
      profile: { country: 'es', status: 'refugee' },
    }
    const { state, unreadable } = parseChatState(JSON.stringify(old), NOW)
    expect(unreadable).toBe(false)
    expect(state).toMatchObject({ version: 1, welcomed: true, profile: { country: 'es', status: 'refugee' } })
  })

  it('from before there were consultants and earlier answers keeps its last answer', () => {
    const lastAnswer = { id: 'a', question: 'q', articles: ['si/vat'], next: [], outcome: 'answered' }
    const old = { version: 1, firstSeen: NOW, lastSeen: NOW, lastAnswer }
    const { state } = parseChatState(JSON.stringify(old), NOW)
    expect(state.lastAnswer).toMatchObject(lastAnswer)
    expect(state.earlierAnswers).toEqual([])
    expect(state.profile.audience).toBe('founder')
  })

  it('that cannot be read says so', () => {
    for (const stored of ['{', '{"version":1,"profile":{"country":"xx"}}', '"text"'])
      expect(parseChatState(stored, NOW).unreadable).toBe(true)
  })
})
