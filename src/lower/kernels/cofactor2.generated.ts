// Made by scripts/gen-kernels.ts of src/kernels/cofactors.ts.
export const cofactor2 = `func @kernel.cofactor2(%: mem<f64>, %: mem<f64>, %: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = to_f64 %2
% = to_f64 %2
% = mul %2, %1
% = mul %5, %4
% = mul %2, %3
% = mul %2, %6
% = const f64 2
% = const i32 2
% = mul %1, %3
% = const i32 0
% = alloc mem<f64> %2
% = ceil %7
% = clamp_i32 %1
% = ne %9, %9
% = select %1, %5, %2
for {step: 1} %5, %0 { (%: i32)
% = load %21, %1
store %6, %1, %0
% = add %12, %2
% = load %22, %3
store %8, %1, %0
yield
}
% = mul %18, %18
% = mul %21, %21
% = const i32 4
% = mul %2, %1
% = alloc mem<f64> %1
% = alloc mem<f64> %2
% = alloc mem<f64> %3
% = const f64 0
% = ceil %8
% = clamp_i32 %1
% = ne %10, %10
% = select %1, %21, %2
% = const i32 1
% = const f64 1
% = const i32 3
% = lt %25, %36
if %0 {
% = rem %34, %29
% = eq %1, %4
% = if %1 {
yield %5
} {
% = const f64 -1
yield %0
}
for {step: 1} %29, %40 { (%: i32)
% = mul %1, %41
% = mul %1, %42
for {step: 1} %32, %19 { (%: i32)
store %19, %0, %16
store %18, %0, %16
yield
}
% = add %38, %2
for {step: 1} %34, %13 { (%: i32)
% = mul %1, %24
% = add %5, %2
% = load %53, %1
store %24, %2, %0
% = add %3, %17
% = load %39, %3
store %26, %1, %0
% = add %5, %43
% = add %8, %7
% = load %42, %1
store %29, %2, %0
yield
}
for {step: 1} %43, %53 { (%: i32)
% = mul %1, %55
% = add %1, %2
% = mul %1, %35
store %32, %0, %24
yield
}
for {step: 1} %25, %57 { (%: i32)
for {step: 1} %48, %35 { (%: i32)
store %33, %0, %32
yield
}
for {step: 1} %49, %59 { (%: i32)
% = mul %1, %61
for {step: 1} %51, %61 { (%: i32)
% = add %2, %1
% = mul %1, %42
% = mul %3, %65
for {step: 1} %55, %65 { (%: i32)
% = add %2, %1
% = mul %1, %46
% = add %8, %3
% = mul %1, %48
% = load %46, %3
for {step: 1} %61, %49 { (%: i32)
% = add %3, %1
% = load %48, %1
% = add %11, %3
% = load %52, %1
% = mul %1, %6
% = add %4, %1
store %52, %5, %0
% = and %7, %47
% = eq %1, %70
if %0 {
% = or %9, %49
% = add %12, %1
% = load %57, %1
% = add %16, %52
% = load %60, %1
% = mul %10, %1
% = add %4, %1
store %61, %5, %0
yield
} {
yield
}
% = and %16, %80
% = eq %1, %79
if %0 {
% = or %18, %82
% = add %21, %1
% = load %66, %1
% = add %25, %85
% = load %69, %1
% = mul %19, %1
% = add %4, %1
store %70, %5, %0
yield
} {
yield
}
% = and %25, %63
% = eq %1, %88
if %0 {
% = or %27, %65
% = add %30, %1
% = load %75, %1
% = add %34, %68
% = load %78, %1
% = mul %28, %1
% = add %4, %1
store %79, %5, %0
yield
} {
yield
}
yield
}
yield
}
yield
}
yield
}
% = to_f64 %48
for {step: 1} %96, %84 { (%: i32)
% = for {step: 1} %98, %108, %81 { (%: i32, %: f64)
% = mul %2, %111
% = add %1, %3
% = mul %1, %91
% = add %1, %7
% = load %89, %1
% = add %6, %1
yield %0
}
% = div %9, %11
for {step: 1} %107, %117 { (%: i32)
% = mul %1, %119
% = add %1, %2
% = mul %1, %99
% = add %1, %15
% = load %97, %1
% = sub %1, %7
store %98, %2, %0
yield
}
yield
}
for {step: 1} %114, %101 { (%: i32)
% = load %100, %1
store %101, %1, %0
yield
}
yield
}
for {step: 1} %116, %126 { (%: i32)
% = mul %1, %128
% = add %87, %1
for {step: 1} %119, %129 { (%: i32)
% = add %2, %1
% = mul %2, %132
% = add %1, %6
% = mul %1, %112
% = add %1, %101
% = load %111, %1
% = mul %99, %1
store %139, %6, %0
yield
}
yield
}
yield
}
yield
} {
yield
}
return
}
`;
