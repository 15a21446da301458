import type { Strategy } from '../model/strategy.ts';
import { needed, stepOf, texts } from './library-parts.ts';

export const core: Strategy = {
  code: 'core',
  version: 1,
  name: texts('Core customers', '核心客户', '核心客戶'),
  principle: texts(
    'Dedicated resources and one-to-one service',
    '专属资源倾斜，一对一专属服务',
    '專屬資源優先，一對一專屬服務',
  ),
  attributes: {
    touchpoints: texts(
      'Visit, call, executive meeting',
      '拜访、电话、高层会议',
      '拜訪、電話、高層會議',
    ),
    response: texts(
      '8 hours, around the clock',
      '8 小时内响应，7×24 小时',
      '8 小時內回應，7×24 小時',
    ),
    resources: texts(
      'Dedicated service budget, executive time',
      '专属服务预算、高层时间资源',
      '專屬服務預算、高層時間資源',
    ),
    personalisation: texts('One to one', '一对一', '一對一'),
  },
  steps: [
    stepOf({
      key: 'core.kam',
      content: texts(
        'Assign a dedicated key-account manager',
        '配置专属客户经理',
        '指派專屬客戶經理',
      ),
      mode: 'task',
      role: 'sales_director',
      timing: { kind: 'after_start', days: 3, repeat: 'once' },
      checklist: [
        texts(
          'Name the manager and a deputy in HubSpot',
          '在 HubSpot 中登记客户经理及代理人',
          '在 HubSpot 中登記客戶經理及代理人',
        ),
        texts('Introduce both to the main contact', '向主要联系人介绍二人', '向主要聯絡人介紹兩人'),
      ],
    }),
    stepOf({
      key: 'core.visit',
      content: texts(
        'Monthly proactive visit or call',
        '每月 1 次主动拜访/电话沟通',
        '每月 1 次主動拜訪/電話溝通',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'monthly', day: 5 },
      checklist: [
        texts(
          'Report on the open points of the last talk',
          '通报上次沟通遗留事项的进展',
          '回報上次溝通待辦事項的進度',
        ),
        texts(
          'Ask what changes in their plans and demand',
          '了解客户计划与需求的变化',
          '了解客戶計畫與需求的變化',
        ),
        texts(
          'Note feedback, problem and next action with a date',
          '记录客户反馈、问题及下一步行动和日期',
          '記錄客戶回饋、問題及下一步行動與日期',
        ),
      ],
    }),
    stepOf({
      key: 'core.custom',
      content: texts(
        'Customised service plan: priority supply, free technical training',
        '定制化服务方案：优先供应、免费技术培训',
        '客製化服務方案：優先供貨、免費技術教育訓練',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_start', days: 30, repeat: 'yearly' },
      resources: needed(
        texts('Training days of the technical team', '技术团队培训人天', '技術團隊教育訓練人天'),
      ),
      checklist: [
        texts(
          'Agree supply priorities with operations',
          '与供应部门确认优先供应条件',
          '與供應部門確認優先供貨條件',
        ),
        texts(
          'Fix dates and topics of the training',
          '确定培训日期与主题',
          '確定教育訓練日期與主題',
        ),
        texts(
          'Have the customer confirm the plan in writing',
          '取得客户对方案的书面确认',
          '取得客戶對方案的書面確認',
        ),
      ],
    }),
    stepOf({
      key: 'core.review_prep',
      content: texts(
        'Send the agenda and confirm who attends the executive review',
        '提前 1 周发送会议议程，确认参会人员',
        '提前 1 週寄送會議議程，確認與會人員',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'before_step', step: 'core.review', days: 7 },
      checklist: [
        texts(
          'Results of the quarter, open points, proposals',
          '本季度成果、遗留事项与建议',
          '本季成果、待辦事項與建議',
        ),
        texts(
          'Attendance of both executives confirmed',
          '双方高层出席已确认',
          '雙方高層出席已確認',
        ),
      ],
    }),
    stepOf({
      key: 'core.review',
      content: texts(
        'Quarterly executive cooperation review',
        '每季度高层合作回顾会',
        '每季高層合作回顧會',
      ),
      mode: 'task',
      role: 'executive_sponsor',
      timing: { kind: 'before_quarter_end', days: 10 },
      resources: needed(texts('Executive time', '高层时间资源', '高層時間資源')),
      checklist: [
        texts(
          'Results against the goals of the quarter',
          '对照季度目标回顾成果',
          '對照季度目標回顧成果',
        ),
        texts('Plans of both sides for the next quarter', '双方下季度计划', '雙方下一季計畫'),
        texts(
          'Minutes with owner and date for each point',
          '会议纪要：每项明确责任人与日期',
          '會議紀錄：每項明訂負責人與日期',
        ),
      ],
    }),
    stepOf({
      key: 'core.roi',
      content: texts(
        'Quarterly ROI report for the customer',
        '季度 ROI 分析报告',
        '季度 ROI 分析報告',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'before_quarter_end', days: 17 },
      checklist: [
        texts(
          'Savings and gains in figures the customer shares',
          '以客户认可的数据说明节约与收益',
          '以客戶認可的數據說明節省與效益',
        ),
        texts('Sent before the review', '在回顾会之前送达', '在回顧會之前送達'),
      ],
    }),
    stepOf({
      key: 'core.cdp',
      content: texts(
        'Write or review the customer development plan (1–3 years)',
        '制定/回顾客户发展计划（CDP，1–3 年）',
        '擬定/檢視客戶發展計畫（CDP，1–3 年）',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_start', days: 45, repeat: 'yearly' },
      checklist: [
        texts(
          'Goals, value proposition, initiatives, resources, timetable',
          '目标、价值主张、举措、资源、时间表',
          '目標、價值主張、行動方案、資源、時程',
        ),
        texts('Agreed with the sales director', '与销售总监达成一致', '與業務總監取得共識'),
      ],
    }),
    stepOf({
      key: 'core.cocreate',
      content: texts('Invite to product co-creation', '邀请参与产品共创', '邀請參與產品共創'),
      mode: 'suggestion',
      role: 'kam',
      timing: { kind: 'months', months: [6], day: 10 },
      checklist: [],
    }),
  ],
};

export const matureStable: Strategy = {
  code: 'mature_stable',
  version: 1,
  name: texts('Mature stable customers', '成熟稳定客户', '成熟穩定客戶'),
  principle: texts('Keep the quality of service', '维持服务品质', '維持服務品質'),
  attributes: {
    touchpoints: texts('Visit, call', '拜访、电话', '拜訪、電話'),
    response: texts('24 hours', '24 小时内响应', '24 小時內回應'),
    resources: texts('Standard key-account budget', '大客户标准预算', '大客戶標準預算'),
    personalisation: texts('Individual', '个性化', '個別化'),
  },
  steps: [
    stepOf({
      key: 'ms.contact',
      content: texts('Quarterly service-quality contact', '季度服务品质回访', '季度服務品質回訪'),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'quarterly', monthOfQuarter: 2, day: 10 },
      checklist: [
        texts(
          'Ask for a rating from 1 to 5 and the reason',
          '请客户按 1–5 分评价并说明原因',
          '請客戶以 1–5 分評價並說明原因',
        ),
        texts('Go through open tickets', '逐项核对未结工单', '逐項確認未結案的服務單'),
      ],
    }),
    stepOf({
      key: 'ms.exec',
      content: texts('Half-yearly executive touch', '半年度高层互访', '半年度高層互訪'),
      mode: 'task',
      role: 'executive_sponsor',
      timing: { kind: 'months', months: [6, 12], day: 10 },
      resources: needed(texts('Executive time', '高层时间资源', '高層時間資源')),
      checklist: [
        texts(
          'One page on the relationship from the manager',
          '客户经理提供一页合作概况',
          '客戶經理提供一頁合作概況',
        ),
        texts('Note the outcome on the record', '在客户记录中登记结果', '在客戶紀錄中登記結果'),
      ],
    }),
    stepOf({
      key: 'ms.expand',
      content: texts(
        'Check whitespace and the next expected order',
        '挖掘交叉销售机会，确认下次预计下单',
        '發掘交叉銷售機會，確認下次預計下單',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'before_expected_order', days: 14 },
      checklist: [
        texts(
          'Compare what they buy with what similar customers buy',
          '与同类客户的采购品类对比',
          '與同類客戶的採購品項比較',
        ),
        texts(
          'Ask for quantity and date of the next order',
          '询问下次下单的数量与日期',
          '詢問下次下單的數量與日期',
        ),
      ],
    }),
  ],
};

export const maintain: Strategy = {
  code: 'maintain',
  version: 1,
  name: texts('Customers to maintain', '维护型客户', '維護型客戶'),
  principle: texts(
    'Retain with priority, watch for churn',
    '重点挽留，警惕流失',
    '重點留住，留意流失',
  ),
  attributes: {
    touchpoints: texts('Visit, executive call', '拜访、高层电话', '拜訪、高層電話'),
    response: texts('24 hours', '24 小时内响应', '24 小時內回應'),
    resources: texts(
      'Retention budget, discount authority',
      '挽留预算、折扣权限',
      '留客預算、折扣權限',
    ),
    personalisation: texts('Individual', '个性化', '個別化'),
  },
  steps: [
    stepOf({
      key: 'mt.diag',
      content: texts(
        'Retention interview: why is demand falling?',
        '留存访谈：需求下滑的原因',
        '留客訪談：需求下滑的原因',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_start', days: 7, repeat: 'once' },
      checklist: [
        texts(
          'Their market, price, service, competitor: which one?',
          '区分原因：行业、价格、服务或竞品',
          '釐清原因：產業、價格、服務或競品',
        ),
        texts(
          'One measure with owner and date',
          '确定一项措施，明确责任人与日期',
          '訂出一項措施，明訂負責人與日期',
        ),
      ],
    }),
    stepOf({
      key: 'mt.exec',
      content: texts('Executive visit', '高层拜访', '高層拜訪'),
      mode: 'task',
      role: 'executive_sponsor',
      timing: { kind: 'after_start', days: 21, repeat: 'once' },
      resources: needed(texts('Executive time', '高层时间资源', '高層時間資源')),
      checklist: [
        texts(
          'Briefed on the interview and the proposed measure',
          '已了解访谈结果与拟定措施',
          '已了解訪談結果與擬定措施',
        ),
      ],
    }),
    stepOf({
      key: 'mt.contact',
      content: texts('Monthly check-in', '每月沟通 1 次', '每月溝通 1 次'),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'monthly', day: 15 },
      checklist: [
        texts(
          'Does the measure work? Orders since the last talk',
          '措施是否见效？上次沟通以来的订单',
          '措施是否見效？上次溝通以來的訂單',
        ),
      ],
    }),
  ],
};
