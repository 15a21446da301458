import type { Strategy } from '../model/strategy.ts';
import { needed, stepOf, texts } from './library-parts.ts';

export const growth: Strategy = {
  code: 'growth',
  version: 1,
  name: texts('Growth customers', '增长型客户', '成長型客戶'),
  principle: texts(
    'Cultivate with priority; lead to more and larger orders',
    '重点培养，引导提升交易频次与规模',
    '重點培養，引導提升交易頻率與規模',
  ),
  attributes: {
    touchpoints: texts('Event, white paper, call', '活动、白皮书、电话', '活動、白皮書、電話'),
    response: texts('48 hours', '48 小时内响应', '48 小時內回應'),
    resources: texts('Event budget, material', '活动预算、物料支持', '活動預算、物料支援'),
    personalisation: texts(
      'Campaigns with personal follow-up',
      '批量活动+个性化跟进',
      '批次活動＋個別跟進',
    ),
  },
  steps: [
    stepOf({
      key: 'gr.whitepaper',
      content: texts(
        'Send the white paper on solutions for their industry',
        '发放行业解决方案白皮书',
        '提供產業解決方案白皮書',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_start', days: 3, repeat: 'once' },
      checklist: [
        texts(
          'The edition for their industry, with a personal line',
          '选用对应行业版本并附个人留言',
          '選用對應產業版本並附上個人留言',
        ),
        texts('Call two days later', '两天后电话跟进', '兩天後電話跟進'),
      ],
    }),
    stepOf({
      key: 'gr.salon',
      content: texts(
        'Invite to the quarterly customer salon, one week before',
        '邀请参加季度客户沙龙（活动前 1 周通知）',
        '邀請參加季度客戶沙龍（活動前 1 週通知）',
      ),
      mode: 'batch_task',
      role: 'marketing',
      timing: { kind: 'before_event', event: 'customer_salon', days: 7 },
      resources: needed(
        texts('Event budget, material', '活动预算、物料支持', '活動預算、物料支援'),
      ),
      checklist: [
        texts('Invitation with agenda and place', '邀请函注明议程与地点', '邀請函註明議程與地點'),
        texts('List of those who come', '确认参加名单', '確認參加名單'),
      ],
    }),
    stepOf({
      key: 'gr.discount',
      content: texts(
        'Staged offer: 10 % off above a spend threshold',
        '阶段性折扣（满额减 10%）',
        '階段性優惠（滿額折 10%）',
      ),
      mode: 'suggestion',
      role: 'kam',
      timing: { kind: 'after_start', days: 14, repeat: 'once' },
      needsApproval: true,
      resources: needed(texts('Discount authority', '折扣权限', '折扣權限')),
      checklist: [],
    }),
    stepOf({
      key: 'gr.survey',
      content: texts(
        'Need-mining survey in June and December',
        '需求挖掘调研（每半年：6月/12月）',
        '需求發掘調查（每半年：6月/12月）',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'months', months: [6, 12], day: 10 },
      checklist: [
        texts(
          'Plans for the next six months, unmet needs, budget',
          '未来半年计划、未满足的需求、预算',
          '未來半年計畫、尚未滿足的需求、預算',
        ),
        texts('Enter the needs on the record', '将需求登记到客户记录', '將需求登記到客戶紀錄'),
      ],
    }),
  ],
};

export const regular: Strategy = {
  code: 'regular',
  version: 1,
  name: texts('Regular customers', '常规客户', '常規客戶'),
  principle: texts(
    'Regular service to one standard',
    '常规服务，服务标准化',
    '常規服務，服務標準化',
  ),
  attributes: {
    touchpoints: texts('E-mail, call', '邮件、电话', '電子郵件、電話'),
    response: texts('48 hours', '48 小时内响应', '48 小時內回應'),
    resources: texts('Standard', '标准配置', '標準配置'),
    personalisation: texts('Standard', '标准化', '標準化'),
  },
  steps: [
    stepOf({
      key: 'rg.contact',
      content: texts('Half-yearly check-in', '半年度常规回访', '半年度例行回訪'),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'months', months: [3, 9], day: 10 },
      checklist: [
        texts(
          'Satisfied? Any change of contact or need?',
          '满意度如何？联系人或需求有无变化？',
          '滿意度如何？聯絡人或需求是否有變？',
        ),
      ],
    }),
  ],
};

export const observe: Strategy = {
  code: 'observe',
  version: 1,
  name: texts('Customers to observe', '观察型客户', '觀察型客戶'),
  principle: texts(
    'Evaluate every half-year, control the cost of service',
    '定期评估，控制服务成本',
    '定期評估，控制服務成本',
  ),
  attributes: {
    touchpoints: texts('E-mail', '邮件', '電子郵件'),
    response: texts('48 hours', '48 小时内响应', '48 小時內回應'),
    resources: texts('Minimal', '最低配置', '最低配置'),
    personalisation: texts('Standard', '标准化', '標準化'),
  },
  steps: [
    stepOf({
      key: 'ob.review',
      content: texts(
        'Half-yearly evaluation: keep, grow or reduce',
        '半年度评估：维持、培育或降低投入',
        '半年度評估：維持、培育或降低投入',
      ),
      mode: 'bundled_task',
      role: 'kam',
      timing: { kind: 'months', months: [1, 7], day: 10 },
      checklist: [
        texts(
          'One decision for each account of the list',
          '名单中每个客户给出一项结论',
          '名單中每個客戶給出一項結論',
        ),
      ],
    }),
  ],
};
