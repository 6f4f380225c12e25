// Made by scripts/gen-kernels.ts of src/kernels/qr.ts.
export const qr = `func @kernel.qr(%0: mem<f64>, %1: mem<f64>, %2: i32, %3: i32, %4: i32) -> () disjoint {
%5 = to_f64 %3
%6 = mul %3, %4
%7 = const i32 0
%8 = alloc mem<f64> %6
%9 = alloc mem<f64> %3
%10 = alloc mem<f64> %4
%11 = const bool 0
%12 = add %3, %4
%13 = const f64 0
%14 = const i32 1
%15 = const i32 -1
for {step: 1} %7, %2 { (%16: i32)
%17 = mul %16, %3
%18 = mul %17, %4
%19 = mul %16, %12
%20 = mul %19, %4
%21 = add %20, %6
for {step: 1} %7, %3 { (%22: i32)
%23 = mul %22, %4
%24 = add %18, %23
for {step: 1} %7, %4 { (%25: i32)
%26 = mul %25, %3
%27 = add %26, %22
%28 = add %24, %25
%29 = load %0, %28
store %8, %27, %29
yield
}
yield
}
for {step: 1} %7, %4 { (%30: i32)
%31 = to_f64 %30
%32 = mul %30, %3
%33 = add %32, %30
%34 = sub %5, %31
%35 = ceil %34
%36 = clamp_i32 %35
%37 = ne %34, %34
%38 = select %37, %7, %36
%39 = for {step: 1} %7, %38, %13 { (%40: i32, %41: f64)
%42 = add %33, %40
%43 = load %8, %42
%44 = abs %43
%45 = gt %44, %41
%46 = if %45 {
%47 = const bool 1
yield %47
} {
%48 = ne %44, %44
yield %48
}
%49 = select %46, %44, %41
yield %49
}
%50 = gt %39, %13
%51 = if %50 {
%52 = const f64 Infinity
%53 = lt %39, %52
yield %53
} {
yield %11
}
%54 = if %51 {
%55 = const f64 1e-140
%56 = gt %39, %55
%57 = if %56 {
%58 = const f64 1e+140
%59 = lt %39, %58
yield %59
} {
yield %11
}
%60 = if %57 {
%61 = for {step: 1} %7, %38, %13 { (%62: i32, %63: f64)
%64 = add %33, %62
%65 = load %8, %64
%66 = mul %65, %65
%67 = add %63, %66
yield %67
}
%68 = sqrt %61
yield %68
} {
%69 = for {step: 1} %7, %38, %13 { (%70: i32, %71: f64)
%72 = add %33, %70
%73 = load %8, %72
%74 = div %73, %39
%75 = mul %74, %74
%76 = add %71, %75
yield %76
}
%77 = sqrt %69
%78 = mul %39, %77
yield %78
}
yield %60
} {
yield %39
}
%79 = load %8, %33
%80 = gt %79, %13
%81 = if %80 {
%82 = neg %54
yield %82
} {
yield %54
}
store %10, %30, %81
%83 = ne %54, %13
if %83 {
%84 = div %79, %54
%85 = abs %84
%86 = const f64 1
%87 = add %86, %85
%88 = sqrt %87
for {step: 1} %7, %38 { (%89: i32)
%90 = add %33, %89
%91 = load %8, %90
%92 = div %91, %54
%93 = div %92, %88
store %8, %90, %93
yield
}
%94 = if %80 {
yield %86
} {
%95 = const f64 -1
yield %95
}
%96 = mul %94, %88
store %8, %33, %96
yield
} {
yield
}
%97 = add %30, %14
for {step: 1} %97, %4 { (%98: i32)
%99 = mul %98, %3
%100 = add %99, %30
%101 = for {step: 1} %7, %38, %13 { (%102: i32, %103: f64)
%104 = add %33, %102
%105 = load %8, %104
%106 = add %100, %102
%107 = load %8, %106
%108 = mul %105, %107
%109 = add %103, %108
yield %109
}
for {step: 1} %7, %38 { (%110: i32)
%111 = add %100, %110
%112 = load %8, %111
%113 = add %33, %110
%114 = load %8, %113
%115 = mul %101, %114
%116 = sub %112, %115
store %8, %111, %116
yield
}
yield
}
yield
}
for {step: 1} %7, %4 { (%117: i32)
%118 = load %10, %117
%119 = lt %118, %13
%120 = if %119 {
%121 = const f64 -1
yield %121
} {
%122 = const f64 1
yield %122
}
%123 = mul %117, %4
%124 = add %21, %123
for {step: 1} %7, %4 { (%125: i32)
%126 = eq %125, %117
%127 = if %126 {
yield %118
} {
%128 = gt %125, %117
%129 = if %128 {
%130 = mul %125, %3
%131 = add %130, %117
%132 = load %8, %131
yield %132
} {
yield %13
}
yield %129
}
%133 = add %124, %125
%134 = lt %125, %117
%135 = if %134 {
yield %13
} {
%136 = mul %120, %127
yield %136
}
store %1, %133, %135
yield
}
yield
}
for {step: 1} %7, %4 { (%137: i32)
for {step: 1} %7, %3 { (%138: i32)
store %9, %138, %13
yield
}
%139 = load %10, %137
%140 = lt %139, %13
%141 = if %140 {
%142 = const f64 -1
yield %142
} {
%143 = const f64 1
yield %143
}
store %9, %137, %141
for {step: -1} %137, %15 { (%144: i32)
%145 = to_f64 %144
%146 = mul %144, %3
%147 = add %146, %144
%148 = sub %5, %145
%149 = ceil %148
%150 = clamp_i32 %149
%151 = ne %148, %148
%152 = select %151, %7, %150
%153 = for {step: 1} %7, %152, %13 { (%154: i32, %155: f64)
%156 = add %147, %154
%157 = load %8, %156
%158 = add %144, %154
%159 = load %9, %158
%160 = mul %157, %159
%161 = add %155, %160
yield %161
}
for {step: 1} %7, %152 { (%162: i32)
%163 = add %144, %162
%164 = load %9, %163
%165 = add %147, %162
%166 = load %8, %165
%167 = mul %153, %166
%168 = sub %164, %167
store %9, %163, %168
yield
}
yield
}
for {step: 1} %7, %3 { (%169: i32)
%170 = mul %169, %4
%171 = add %20, %170
%172 = add %171, %137
%173 = load %9, %169
store %1, %172, %173
yield
}
yield
}
yield
}
return
}
`;
